/** One plot on the page: drawn anew for each option, as wide as its place, gone with it. */
import { Box } from "@mui/material";
import { useEffect, useRef } from "react";
import { startPlot, type LineOption } from "./modules";

interface PlotProps {
  readonly option: LineOption;
  readonly alt: string;
  readonly height: number;
}

export default function Plot({ option, alt, height }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<ReturnType<typeof startPlot> | null>(null);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const started = startPlot(element);
    plot.current = started;
    const watcher = new ResizeObserver(() => {
      requestAnimationFrame(() => {
        if (!started.isDisposed()) started.resize();
      });
    });
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      started.dispose();
      plot.current = null;
    };
  }, []);

  useEffect(() => {
    plot.current?.setOption(option, { notMerge: true, lazyUpdate: true });
  }, [option]);

  return <Box ref={place} role="img" aria-label={alt} sx={{ height }} />;
}
