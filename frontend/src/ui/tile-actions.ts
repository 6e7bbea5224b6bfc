/** What a tile does when asked: saves all rows, saves its picture, copies a link or the question in other words. */
import { Failure } from "../api/client";
import { download, downloadSaid } from "../api/download";
import { curlText, graphqlText, pythonText } from "../api/recipes";
import type { FileFormat, Question } from "../api/rest";
import type { Answer, Meta } from "../api/unwrap";
import type { ChartHandle, PictureText } from "../charts/handle";
import { exploreHref } from "../state/explore-link";
import { filtersSaid, subtitleOf } from "../words";
import { saveFile } from "./save-file";
import { useSay } from "./say";

export interface TileActions {
  readonly saveRows: (format: FileFormat) => Promise<void>;
  readonly picture: ChartHandle | null;
  readonly savePicture: (form: "png" | "svg") => Promise<void>;
  readonly copyLink: () => void;
  /** Address in Explore, null when Explore cannot ask the same. */
  readonly explore: string | null;
  readonly copies: Readonly<Record<string, () => void>>;
}

export interface ActedOn {
  readonly title: string;
  readonly question: Question;
  readonly answer: Answer<unknown> | null;
  readonly picture: ChartHandle | null;
}

export function useTileActions({ title, question, answer, picture }: ActedOn): TileActions {
  const say = useSay();
  const copyLink = useCopyLink();
  const meta = answer?.meta ?? null;
  const copy = (text: () => string, what: string) => copying(say, text, what);
  const { origin } = window.location;
  return {
    picture,
    saveRows: (format) => saveRows({ question, format, all: meta?.page?.totalCount ?? null, say }),
    savePicture: async (form) => {
      if (picture !== null && meta !== null) {
        await savePicture({ picture, form, text: pictureText(title, meta, question), say });
      }
    },
    copyLink,
    explore: exploreHref(question),
    copies: {
      GraphQL: copy(() => graphqlText(question, answer?.data ?? null), "GraphQL"),
      curl: copy(() => curlText(question, origin), "curl line"),
      Python: copy(() => pythonText(question, origin), "Python"),
    },
  };
}

export function useCopyLink(): () => void {
  const say = useSay();
  return copying(say, () => window.location.href, "Link");
}

function copying(say: (text: string) => void, text: () => string, what: string): () => void {
  return () => {
    void navigator.clipboard.writeText(text()).then(
      () => {
        say(`${what} copied`);
      },
      () => {
        say(`${what} could not be copied: the browser does not allow it.`);
      },
    );
  };
}

interface Saving {
  readonly question: Question;
  readonly format: FileFormat;
  /** Rows of the whole list, null where it is none. */
  readonly all: number | null;
  readonly say: (text: string) => void;
}

async function saveRows({ question, format, all, say }: Saving): Promise<void> {
  try {
    const found = await download(question, format);
    saveFile(found.file, found.name);
    say(downloadSaid(found, all));
  } catch (error) {
    say(failureSaid(error));
  }
}

interface Drawing {
  readonly picture: ChartHandle;
  readonly form: "png" | "svg";
  readonly text: PictureText;
  readonly say: (text: string) => void;
}

async function savePicture({ picture, form, text, say }: Drawing): Promise<void> {
  try {
    const name = `${text.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.${form}`;
    const file =
      form === "png" ? await picture.png(text) : new Blob([await picture.svg(text)], { type: "image/svg+xml" });
    saveFile(file, name);
    say(`${name} saved`);
  } catch (error) {
    say(failureSaid(error));
  }
}

function pictureText(title: string, meta: Meta, { args }: Question): PictureText {
  const tables = [...new Set(meta.source?.parts.map(({ table }) => table))].join(", ");
  return {
    title,
    window: subtitleOf(meta),
    filters: filtersSaid(args.filters),
    source: `${tables} (${meta.engine}), data version ${meta.dataVersion ?? "unknown"}, data to ${meta.asOf ?? "unknown"}`,
  };
}

/** A failure in the words that a tile has for it. */
export function failureSaid(error: unknown): string {
  if (!(error instanceof Failure)) return "That did not work. Try again.";
  const { message, hint, code, requestId } = error;
  const told = [message, hint].filter((part) => part !== null).join(" ");
  return `${told} (${code}${requestId === null ? "" : ` · request ${requestId}`})`;
}
