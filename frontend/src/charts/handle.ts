/** What a chart gives to the tile around it: its picture as a file. Knows no chart library, so a tile may import it. */
import { createContext, use, useEffect } from "react";

/** What is printed round the drawing, so that a picture alone says what it shows. */
export interface PictureText {
  readonly title: string;
  /** Window, unit and comparison, as under the title of the tile. */
  readonly window: string;
  /** The filters in words; empty when there are none. */
  readonly filters: string;
  /** Table and engine, data version, moment of the newest sale. */
  readonly source: string;
}

export interface ChartHandle {
  /** A whole SVG file, always in the light theme. */
  readonly svg: (text: PictureText) => Promise<string>;
  /** The same as PNG, two pixels for each of the drawing. */
  readonly png: (text: PictureText) => Promise<Blob>;
}

/** A tile hands this down and keeps the handle of the chart in it; null when the chart is gone. */
export type TakeHandle = (handle: ChartHandle | null) => void;

export const ChartHandleContext = createContext<TakeHandle | null>(null);

/** Offers the chart to the tile around it, if there is one, for as long as it is on the page. */
export function useOfferedHandle(handle: ChartHandle): void {
  const take = use(ChartHandleContext);
  useEffect(() => {
    take?.(handle);
    return () => take?.(null);
  }, [take, handle]);
}
