/** A chart as a file: always in the light theme, with what it shows and where it comes from printed round it. */
import type { ChartHandle, PictureText } from "./handle";
import type { PlotOption } from "./modules";
import type { PlotSize } from "./options/shared";
import { FONT, LIGHT, type Ink } from "./theme";

const WIDTH = 960;
const MARGIN = 24;
const HEAD = 64;
const FOOT = 44;
/** Pixels of a PNG for each of the drawing. */
const DENSITY = 2;

type Build = (ink: Ink, size: PlotSize) => PlotOption;

export function handleOf(build: Build, height: number): ChartHandle {
  const size = { width: WIDTH - 2 * MARGIN, height: Math.max(height, 280) };
  const svg = async (text: PictureText) => picture(await drawing(build, size), text, size);
  return { svg, png: async (text) => painted(await svg(text), size) };
}

async function drawing(build: Build, size: PlotSize): Promise<string> {
  const { startPlot } = await import("./modules");
  const plot = startPlot(null, { ssr: true, ...size });
  try {
    plot.setOption(build(LIGHT, size));
    return plot.renderToSVGString();
  } finally {
    plot.dispose();
  }
}

/** The drawing with its words round it, as one SVG file. */
export function picture(plot: string, text: PictureText, { height }: PlotSize): string {
  const whole = HEAD + height + FOOT;
  const line = (y: number, words: string, look: string) =>
    `<text x="${MARGIN}" y="${y}" font-family='${FONT}' ${look}>${escaped(words)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${whole}" viewBox="0 0 ${WIDTH} ${whole}">`,
    `<rect width="100%" height="100%" fill="${LIGHT.ground}"/>`,
    line(30, text.title, `font-size="17" font-weight="600" fill="${LIGHT.strong}"`),
    line(50, text.window, `font-size="12" fill="${LIGHT.text}"`),
    `<g transform="translate(${MARGIN} ${HEAD})">${plot}</g>`,
    line(HEAD + height + 18, text.filters, `font-size="11" fill="${LIGHT.text}"`),
    line(HEAD + height + 34, text.source, `font-size="11" fill="${LIGHT.text}"`),
    "</svg>",
  ].join("");
}

export function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (letter) => names[letter] ?? letter);
}

async function painted(svg: string, { height }: PlotSize): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = WIDTH * DENSITY;
    canvas.height = (HEAD + height + FOOT) * DENSITY;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((keep, refuse) => {
      canvas.toBlob((blob) => {
        if (blob === null) refuse(new Error("The browser could not paint the picture."));
        else keep(blob);
      }, "image/png");
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
