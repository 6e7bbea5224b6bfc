/** A short ranking: name, bar from zero, value, change; a value or its bar opens the menu of the mark. */
import { useState, type MouseEvent, type ReactNode } from "react";
import type { Kind } from "../format";
import { Bar, scaleOf } from "./bar";
import { Delta } from "./delta";
import { Figure } from "./figure";
import { MarkMenu, type Mark } from "./mark-menu";

export interface BarRow {
  readonly key: string;
  readonly name: ReactNode;
  readonly value: number | null;
  readonly reason?: string | null | undefined;
  /** Change against the first comparison. */
  readonly change?: number | null | undefined;
  readonly changeReason?: string | null | undefined;
  readonly mark?: Mark | undefined;
  /** Before the name, such as a change of rank. */
  readonly note?: ReactNode;
}

interface BarListProps {
  /** What is ranked, for a screen reader. */
  readonly label: string;
  readonly rows: readonly BarRow[];
  readonly kind: Kind;
  readonly changeKind?: Kind | undefined;
  readonly direction?: string | undefined;
}

interface Opened {
  readonly mark: Mark;
  readonly anchor: Element;
}

export function BarList({ label, rows, kind, changeKind = "growth", direction }: BarListProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const scale = scaleOf(rows.map(({ value }) => value));
  const open = (mark: Mark) => (event: MouseEvent) => {
    setOpened({ mark, anchor: event.currentTarget });
  };
  return (
    <>
      <ul className="ranking" aria-label={label}>
        {rows.map(({ key, name, value, reason, change, changeReason, mark, note }) => (
          <li key={key}>
            <div className="who floating">
              {note}
              {name}
            </div>
            <div>
              {mark === undefined ? (
                <Figure value={value} kind={kind} reason={reason} />
              ) : (
                <button type="button" className="value" aria-haspopup="menu" onClick={open(mark)}>
                  <Figure value={value} kind={kind} reason={reason} />
                  <span className="only-heard">, what to do with {mark.name}</span>
                </button>
              )}
            </div>
            <div className="change">
              {change !== undefined && (
                <Delta value={change} kind={changeKind} direction={direction} reason={changeReason} />
              )}
            </div>
            {/* the bar does for a mouse what the number beside it does for every reader */}
            <div className={mark ? "whole pressed" : "whole"} onClick={mark && open(mark)}>
              <Bar value={value} scale={scale} height={6} />
            </div>
          </li>
        ))}
      </ul>
      {opened && (
        <MarkMenu
          {...opened}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
    </>
  );
}
