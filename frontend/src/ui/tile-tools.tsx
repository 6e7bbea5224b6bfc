/** What a tile offers beside its content: the table twin, the proof, the menu; by mouse and by the keys t, i, e, l. */
import {
  lazy,
  Suspense,
  useCallback,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from "react";
import type { Question } from "../api/rest";
import type { Answer } from "../api/unwrap";
import { ChartHandleContext, type ChartHandle } from "../charts/handle";
import { tileKey } from "../state/keys";
import { useCopyLink } from "./tile-actions";
import { TileMenu } from "./tile-menu";

const ProofPanel = lazy(() => import("./proof-panel"));

export interface TileTools {
  readonly isTwin: boolean;
  readonly hasTwin: boolean;
  readonly canProve: boolean;
  readonly toggleTwin: () => void;
  readonly openProof: () => void;
  readonly openMenu: (anchor: Element) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  /** The button that the menu hangs on when a key opens it. */
  readonly menuButton: RefObject<HTMLButtonElement | null>;
  /** The content, able to hand up its picture. */
  readonly holding: (content: ReactNode) => ReactNode;
  /** Drawers and menus that are open. */
  readonly layers: ReactNode;
}

interface Told {
  readonly title: string;
  readonly question: Question;
  readonly answer: Answer<unknown> | null;
  readonly hasTwin: boolean;
  /** Name in the catalog, of a tile that is one number: its menu leads to the proof of that alone. */
  readonly measure?: string | undefined;
}

interface OpenMenu {
  readonly anchor: Element;
  readonly picture: ChartHandle | null;
}

export function useTileTools({ title, question, answer, hasTwin, measure }: Told): TileTools {
  const [isTwin, setTwin] = useState(false);
  const [isProving, setProving] = useState(false);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  // asked for when the menu opens: a chart that is drawn draws nothing else anew
  const picture = useRef<ChartHandle | null>(null);
  const takePicture = useCallback((handle: ChartHandle | null) => {
    picture.current = handle;
  }, []);
  const menuButton = useRef<HTMLButtonElement | null>(null);
  const copyLink = useCopyLink();
  const canProve = answer !== null;
  const toggleTwin = () => {
    if (hasTwin) setTwin(!isTwin);
  };
  const openProof = () => {
    if (canProve) setProving(true);
  };
  const openMenu = (anchor: Element) => {
    setMenu({ anchor, picture: picture.current });
  };
  const ofKey = {
    twin: toggleTwin,
    proof: openProof,
    export: () => {
      if (menuButton.current !== null) openMenu(menuButton.current);
    },
    link: copyLink,
  };
  return {
    isTwin,
    hasTwin,
    canProve,
    toggleTwin,
    openProof,
    openMenu,
    onKeyDown: (event) => {
      const meant = tileKey(event.nativeEvent);
      if (meant === null) return;
      event.preventDefault();
      // what had the focus may go with the drawing: the next key is still the tile's
      if (meant === "twin") event.currentTarget.focus({ preventScroll: true });
      ofKey[meant]();
    },
    menuButton,
    holding: (content) => <ChartHandleContext value={takePicture}>{content}</ChartHandleContext>,
    layers: (
      <>
        {menu !== null && (
          <TileMenu
            {...menu}
            title={title}
            question={question}
            answer={answer}
            onProve={measure !== undefined && canProve ? openProof : undefined}
            onClose={() => {
              setMenu(null);
            }}
          />
        )}
        {isProving && answer !== null && (
          <Suspense>
            <ProofPanel
              title={title}
              question={question}
              answer={answer}
              measure={measure}
              onClose={() => {
                setProving(false);
              }}
            />
          </Suspense>
        )}
      </>
    ),
  };
}
