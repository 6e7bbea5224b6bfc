/** Keys of the whole page, and the two layers that they open: help and search. */
import {
  createContext,
  lazy,
  Suspense,
  use,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from "react";
import { navigate } from "wouter/use-browser-location";
import { isShortcut } from "../state/keys";
import { stepped } from "../state/periods";
import { useSettings } from "../state/settings-context";
import { DEFAULT_VIEW, type Compared } from "../state/view";
import { useLink, useView } from "../state/view-context";
import { useLoaded } from "./filter-bar/use-loaded";
import { actionOf, GO_MS, type Action } from "./shortcut-keys";

const HelpDialog = lazy(() => import("./help-dialog"));
const SearchDialog = lazy(() => import("./search-dialog"));

type Layer = "help" | "search";

interface Layers {
  readonly open: (layer: Layer) => void;
}

const LayersContext = createContext<Layers>({ open: () => undefined });

export function useLayers(): Layers {
  return use(LayersContext);
}

export function Shortcuts({ children }: { readonly children: ReactNode }) {
  const [layer, setLayer] = useState<Layer | null>(null);
  const layers = useMemo(() => ({ open: setLayer }), []);
  useKeys(setLayer);
  const close = () => {
    setLayer(null);
  };
  return (
    <LayersContext value={layers}>
      {children}
      <Suspense>
        {layer === "help" && <HelpDialog onClose={close} />}
        {layer === "search" && <SearchDialog onClose={close} />}
      </Suspense>
    </LayersContext>
  );
}

function useKeys(open: (layer: Layer) => void): void {
  const { settings } = useSettings();
  const act = useActions(open);
  const goPressed = useRef(0);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!settings.shortcuts || !isShortcut(event)) return;
    const isGoing = event.timeStamp - goPressed.current < GO_MS;
    goPressed.current = event.key === "g" && !isGoing ? event.timeStamp : -GO_MS;
    const action = actionOf(event.key, isGoing);
    if (action === null) return;
    event.preventDefault();
    act(action);
  });
  useEffect(() => {
    goPressed.current = -GO_MS;
    const listener = (event: KeyboardEvent) => {
      onKey(event);
    };
    document.addEventListener("keydown", listener);
    return () => {
      document.removeEventListener("keydown", listener);
    };
  }, []);
}

function useActions(open: (layer: Layer) => void): (action: Action) => void {
  const { view, show } = useView();
  const link = useLink();
  const loaded = useLoaded();
  const before = useRef<readonly Compared[]>(DEFAULT_VIEW.compare);
  const turnCompare = () => {
    const isOn = view.compare.length > 0;
    show({ compare: isOn ? [] : before.current });
    if (isOn) before.current = view.compare;
  };
  const step = (direction: 1 | -1) => {
    const next = loaded && stepped(view, direction, loaded);
    if (next) show(next);
  };
  return (action) => {
    switch (action.kind) {
      case "open":
        open(action.layer);
        break;
      case "go":
        navigate(link(action.path));
        break;
      case "period":
        show({ period: action.period, from: null, to: null });
        break;
      case "step":
        step(action.direction);
        break;
      case "compare":
        turnCompare();
    }
  };
}
