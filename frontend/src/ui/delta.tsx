/** A change with sign, arrow and word; whether it is better or worse comes from the catalog's direction. */
import { numberAs, signed, type Kind, type Numbers } from "../format";
import { useSettings } from "../state/settings-context";
import { useCurrency } from "./answer-context";
import { Figure } from "./figure";

interface DeltaProps {
  readonly value: number | null | undefined;
  /** growth and points are changes by themselves; of other kinds `value` is now minus then. */
  readonly kind: Kind;
  /** Of the catalog: whether a rise is good news. */
  readonly direction?: string | undefined;
  readonly reason?: string | null | undefined;
  readonly numbers?: Numbers | undefined;
}

export function Delta({ value, kind, direction = "up", reason, numbers }: DeltaProps) {
  const currency = useCurrency();
  const { settings } = useSettings();
  if (value === null || value === undefined) return <Figure value={null} kind={kind} reason={reason} />;
  const write = (part: number) => numberAs(part, { kind, currency, numbers: numbers ?? settings.numbers });
  const text = kind === "growth" || kind === "points" ? write(value) : signed(value, write);
  const { mark, tone, word } = look(value, text, direction);
  return (
    <span className={`delta ${tone}`}>
      {mark !== "" && (
        <span className="arrow" aria-hidden="true">
          {mark}
        </span>
      )}
      <data value={String(value)}>{text}</data>
      <span className="only-heard">{` ${word}`}</span>
    </span>
  );
}

/** For a screen reader alone. */
export const HIDDEN = {
  position: "absolute",
  width: "1px",
  height: "1px",
  overflow: "hidden",
  clip: "rect(0 0 0 0)",
} as const;

/** A change that rounds to nothing has no direction. */
function look(value: number, text: string, direction: string): { mark: string; tone: string; word: string } {
  if (!/[1-9]/.test(text)) return { mark: "", tone: "", word: "as before" };
  const mark = value > 0 ? "▲" : "▼";
  if (direction === "neutral") return { mark, tone: "", word: value > 0 ? "more" : "less" };
  const isBetter = value > 0 === (direction !== "down");
  return isBetter ? { mark, tone: "better", word: "better" } : { mark, tone: "worse", word: "worse" };
}
