/** Saves the lines that a load set aside, as the one who is signed in. */
import type { MouseEvent } from "react";
import { accessNow } from "../api/access";
import { Failure } from "../api/client";
import { fetchQuarantine } from "../api/loads";
import { saveFile } from "./save-file";
import { useSay } from "./say";

/** For a click on its link; without access control the browser downloads by itself. */
export function useQuarantine(id: string): (event: MouseEvent) => void {
  const say = useSay();
  return (event) => {
    if (accessNow().key === null) return;
    event.preventDefault();
    fetchQuarantine(id).then(
      ({ file, name }) => {
        saveFile(file, name);
      },
      (error: unknown) => {
        say(error instanceof Failure ? error.message : "The file could not be had.");
      },
    );
  };
}
