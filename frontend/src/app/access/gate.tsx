/** Nothing but the way in, while the server wants to know who asks. Without access control it never does. */
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useSyncExternalStore, type ReactNode } from "react";
import { accessNow, onAccess } from "../../api/access";

const SignIn = lazy(() => import("./sign-in"));

export function Gate({ children }: { readonly children: ReactNode }) {
  const { isAsked, hasEnded } = useSyncExternalStore(onAccess, accessNow);
  const answers = useQueryClient();
  useEffect(() => {
    // what one reader was told is nothing for the next
    if (isAsked) answers.clear();
  }, [isAsked, answers]);
  if (!isAsked) return children;
  return (
    <Suspense>
      <SignIn hasEnded={hasEnded} />
    </Suspense>
  );
}

/** Whether there is anything to sign out of. */
export const useIsSignedIn = (): boolean => useSyncExternalStore(onAccess, accessNow).key !== null;
