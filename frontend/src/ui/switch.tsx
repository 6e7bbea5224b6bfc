/** One of a few: small buttons beside a tile's title. Tab goes to one of them, arrows to the others. */
import { useState, type KeyboardEvent } from "react";

interface SwitchProps<Name extends string> {
  readonly label: string;
  readonly value: Name | null;
  readonly options: readonly (readonly [Name, string])[];
  readonly onChange: (name: Name) => void;
}

export function Switch<Name extends string>({ label, value, options, onChange }: SwitchProps<Name>) {
  const [visited, setVisited] = useState<Name | null>(null);
  const stop = visited ?? value ?? options[0]?.[0];
  return (
    <div role="group" aria-label={label} className="switch" data-print="hide" onKeyDown={move}>
      {options.map(([name, text]) => (
        <button
          key={name}
          type="button"
          value={name}
          aria-pressed={name === value}
          tabIndex={name === stop ? 0 : -1}
          onFocus={() => {
            setVisited(name);
          }}
          onClick={() => {
            if (name !== value) onChange(name);
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function move(event: KeyboardEvent<HTMLElement>): void {
  const buttons = Array.from(event.currentTarget.querySelectorAll("button"));
  const at = buttons.findIndex((button) => button === event.target);
  const step = STEPS[event.key];
  if (step === undefined || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  buttons[step(at, buttons.length)]?.focus();
}
