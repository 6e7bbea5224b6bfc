/** A chart on the page: the drawing with its sentence, the tooltip, the reader by keyboard and the choice of a range. */
import { Chip } from "@mui/material";
import { useCallback, useMemo, useState } from "react";
import { loadable } from "../loadable";
import { useOfferedHandle } from "./handle";
import { handleOf } from "./download";
import type { PlotOption } from "./modules";
import type { PlotSize } from "./options/shared";
import type { PlotControl } from "./plot";
import { PointMenu } from "./point-menu";
import { PointReader } from "./point-reader";
import { spoken, type PointText } from "./point-text";
import { RangeChoice, useDrag, type RangeSelect } from "./range-select";
import { useInk, type Ink } from "./theme";
import { Tooltip, type PlotPixels } from "./tooltip";
import { useSharedPointer } from "./shared-pointer";
import { useChartHeight, useLetters } from "./use-letters";
import { useReading, type ReadingState } from "./use-reading";
import { useWidth } from "./use-width";

const { View: Plot } = loadable(() => import("./plot"));

export interface ChartFigureProps {
  /** The drawing in one sentence. */
  readonly alt: string;
  /** What the reader by keyboard is called. */
  readonly label: string;
  /** With usual letters and on a large screen: it grows with the letters, and on a phone it is lower. */
  readonly height: number;
  /** Kept by the caller as long as nothing changed. */
  readonly build: (ink: Ink, size: PlotSize) => PlotOption;
  readonly count: number;
  readonly textOf: (index: number) => PointText;
  /** Where the mark is, when it is not the bucket of that number. */
  readonly markOf?: ((index: number) => readonly [number, number]) | undefined;
  readonly badge?: string | null | undefined;
  readonly range?: RangeSelect | undefined;
  /** Opens what can be done with the mark. */
  readonly onPoint?: ((index: number, anchor: HTMLElement) => void) | undefined;
}

export function ChartFigure(props: ChartFigureProps) {
  const { alt, label, height: usual, build, count, textOf, badge, range } = props;
  const height = useChartHeight(usual);
  const [place, width] = useWidth();
  const [control, setControl] = useState<PlotControl | null>(null);
  const ink = useInk();
  const letters = useLetters();
  const size = useMemo(() => ({ width: width / letters, height: height / letters }), [width, height, letters]);
  const option = useMemo(() => (width > 0 ? build(ink, size) : null), [build, ink, size, width]);
  useOfferedHandle(useMemo(() => handleOf(build, usual), [build, usual]));

  const state = useReading(control, count);
  const { reading, hover } = state;
  const shared = useSharedPointer(control, reading.index);
  const onHover = useCallback(
    (index: number) => {
      if (shared.isOwn()) hover(index);
    },
    [shared, hover],
  );
  const drag = useDrag(control, range, state.select);
  const at = useAt(control, reading.index, props.markOf);
  const text = reading.index === null || reading.index >= count ? null : textOf(reading.index);

  const { press, menu, closeMenu } = usePress(state, at, props);

  return (
    <figure
      className="chart"
      style={{ height }}
      onPointerEnter={shared.lead}
      onPointerLeave={state.leave}
      onFocus={shared.lead}
      ref={place}
    >
      <div
        className="plot"
        style={{ height }}
        {...drag.handlers}
        onClick={(event) => {
          if (!drag.isMoved()) press(event.currentTarget);
        }}
      >
        <Waiting isOver={control !== null} />
        {option !== null && (
          <Plot option={option} size={size} letters={letters} alt={alt} onHover={onHover} onControl={setControl} />
        )}
      </div>
      {badge ? <Chip size="small" variant="outlined" label={badge} sx={BADGE} /> : null}
      <PointReader
        label={label}
        count={count}
        reading={reading}
        text={text === null ? alt : spoken(text)}
        canSelect={range !== undefined}
        onRead={state.read}
        onEnter={press}
        onEscape={state.escape}
      />
      <Over state={state} range={range} control={control} size={{ width, height }} text={text} at={at} />
      {menu !== null && text !== null && (
        <PointMenu text={text} index={menu.index} range={range} at={menu} onClose={closeMenu} />
      )}
    </figure>
  );
}

interface OverProps {
  readonly state: ReadingState;
  readonly range: RangeSelect | undefined;
  readonly control: PlotControl | null;
  readonly size: PlotPixels;
  readonly text: PointText | null;
  readonly at: { readonly x: number; readonly y: number } | null;
}

/** What lies over the drawing: the chosen range with its button, else the words of the mark. */
function Over({ state, range, control, size, text, at }: OverProps) {
  if (range !== undefined && state.range !== null) {
    return (
      <RangeChoice range={range} chosen={state.range} control={control} height={size.height} onDone={state.clear} />
    );
  }
  if (text === null || at === null) return null;
  return <Tooltip text={text} at={at} size={size} isPinned={state.isPinned} />;
}

interface OpenMenu {
  readonly index: number;
  readonly left: number;
  readonly top: number;
}

/** What a click on the plot and Enter do: show the chosen range, else hold the mark and say what can be done with it. */
function usePress(state: ReadingState, at: OverProps["at"], { range, onPoint }: ChartFigureProps) {
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const press = (anchor: HTMLElement) => {
    const { index } = state.reading;
    if (range && state.range !== null) {
      state.clear();
      range.onZoom(...state.range);
    } else if (index !== null) {
      state.pin();
      if (onPoint) onPoint(index, anchor);
      else setMenu({ index, ...inWindow(anchor, at) });
    }
  };
  const closeMenu = () => {
    setMenu(null);
  };
  return { press, menu, closeMenu };
}

/** Of the plot or its reader, which lie on the same place. */
function inWindow(place: HTMLElement, at: OverProps["at"]) {
  const { left, top } = place.getBoundingClientRect();
  return { left: left + (at?.x ?? 0), top: top + (at?.y ?? 0) };
}

/** Until the plot is drawn: its code, its width and its turn are all waited for. */
function Waiting({ isOver }: { readonly isOver: boolean }) {
  return isOver ? null : <div className="bone" />;
}

const BADGE = {
  position: "absolute",
  right: 4,
  top: -4,
  height: "1.25rem",
  fontSize: 11,
  bgcolor: "background.paper",
  pointerEvents: "none",
};

function useAt(control: PlotControl | null, index: number | null, markOf: ChartFigureProps["markOf"]) {
  return useMemo(() => {
    if (control === null || index === null) return null;
    return control.place(markOf ? markOf(index) : index);
  }, [control, index, markOf]);
}
