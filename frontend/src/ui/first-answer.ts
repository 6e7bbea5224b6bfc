/** What the opened page may draw after its first lines, so that these are read sooner. */
import { useDeferredValue, useEffect, useState } from "react";

/** A page that is gone to is drawn as one: its answer was fetched while its link was pointed at. */
let isOpening = true;

/** `page` itself, but for the moment in which its first answer is there: then nothing yet, and `page` right after. */
export function useAfterFirst<Page extends { readonly data: unknown }>(page: Page): Page {
  const [wasThere] = useState(() => !isOpening);
  useEffect(() => {
    isOpening = false;
  }, []);
  // no more than whether it is there: a page that changes would be drawn twice for each change
  const isThere = useDeferredValue(wasThere || page.data !== null, wasThere);
  return isThere ? page : { ...page, data: null };
}
