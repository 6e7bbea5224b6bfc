/** One plot on the page: started once, drawn anew for each option, gone with its place. The only door to ECharts. */
import { useEffect, useRef } from "react";
import { startPlot, type EChartsType, type PlotOption } from "./modules";
import type { PlotSize } from "./options/shared";
import { startInTurn } from "./queue";

/** What the page may ask of a plot: where a mark is, and what is under a place. */
export interface PlotControl {
  /** Shows the pointer at a bucket; null takes it away. */
  readonly point: (index: number | null) => void;
  /** Pixels of a bucket, or of a mark of a scatter. */
  readonly place: (mark: number | readonly [number, number]) => { readonly x: number; readonly y: number } | null;
  /** The bucket at a pixel of the plot. */
  readonly bucketAt: (x: number) => number | null;
}

interface PlotProps {
  readonly option: PlotOption;
  /** In pixels of the usual letters: what is drawn is as much larger as the reader's are. */
  readonly size: PlotSize;
  readonly letters: number;
  readonly alt: string;
  readonly onHover: (index: number) => void;
  readonly onControl: (control: PlotControl | null) => void;
}

export default function Plot({ option, size, letters, alt, onHover, onControl }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<EChartsType | null>(null);
  const latest = useRef({ option, size, letters, onHover });

  useEffect(() => {
    latest.current.onHover = onHover;
  }, [onHover]);

  useEffect(() => {
    latest.current.option = option;
    latest.current.size = size;
    latest.current.letters = letters;
    const started = plot.current;
    if (started === null) return;
    if (started.getWidth() !== size.width || started.getHeight() !== size.height) started.resize({ ...size });
    started.setOption(option, { notMerge: true, lazyUpdate: true });
  }, [option, size, letters]);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const cancel = startInTurn(element, () => {
      const started = startPlot(element, { ...latest.current.size });
      plot.current = started;
      reportHover(started, (index) => {
        latest.current.onHover(index);
      });
      started.setOption(latest.current.option);
      onControl(controlOf(started, () => latest.current.letters));
    });
    return () => {
      cancel();
      plot.current?.dispose();
      plot.current = null;
      onControl(null);
    };
  }, [onControl]);

  return (
    <div role="img" aria-label={alt} style={{ height: size.height * letters, overflow: "hidden" }}>
      <div ref={place} style={{ ...size, transform: `scale(${letters})`, transformOrigin: "0 0" }} />
    </div>
  );
}

interface PointerEvent {
  readonly axesInfo?: readonly { readonly axisDim?: string; readonly value?: unknown }[];
}

function reportHover(plot: EChartsType, onHover: (index: number) => void): void {
  plot.on("updateAxisPointer", (event) => {
    const axis = (event as PointerEvent).axesInfo?.find(({ axisDim }) => axisDim === "x");
    if (typeof axis?.value === "number") onHover(axis.value);
  });
  plot.on("mouseover", ({ seriesType, dataIndex }) => {
    if (seriesType === "scatter") onHover(dataIndex);
  });
}

function controlOf(plot: EChartsType, letters: () => number): PlotControl {
  const drawnAt: PlotControl["place"] = (mark) => {
    if (plot.isDisposed()) return null;
    const pixel: unknown =
      typeof mark === "number"
        ? plot.convertToPixel({ xAxisIndex: 0 }, mark)
        : plot.convertToPixel({ seriesIndex: 0 }, [...mark]);
    const [x, y] = Array.isArray(pixel) ? (pixel as number[]) : [pixel as number, plot.getHeight() / 2];
    return x === undefined || y === undefined || Number.isNaN(x) ? null : { x, y };
  };
  return {
    place: (mark) => {
      const at = drawnAt(mark);
      return at === null ? null : { x: at.x * letters(), y: at.y * letters() };
    },
    point: (index) => {
      if (plot.isDisposed()) return;
      const at = index === null ? null : drawnAt(index);
      plot.dispatchAction({ type: "updateAxisPointer", currTrigger: at === null ? "leave" : "mousemove", ...at });
    },
    bucketAt: (x) => {
      if (plot.isDisposed()) return null;
      const bucket: unknown = plot.convertFromPixel({ xAxisIndex: 0 }, x / letters());
      return typeof bucket === "number" ? Math.round(bucket) : null;
    },
  };
}
