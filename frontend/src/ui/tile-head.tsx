/** The head of a tile: title, window and unit, what is special about the answer, and the tile's tools. */
import type { ReactNode, RefObject } from "react";
import { ChartIcon, DotsIcon, ProofIcon, TableIcon } from "./icons";
import { TileChips } from "./tile-chips";
import type { TileState } from "./tile-state";
import type { TileTools } from "./tile-tools";

interface TileHeadProps {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly state: TileState<unknown>;
  readonly tools: TileTools;
  readonly controls: ReactNode;
}

export function TileHead({ id, title, subtitle, state, tools, controls }: TileHeadProps) {
  const { isTwin } = tools;
  return (
    <div className={controls ? "tile-head controlled" : "tile-head"}>
      <div className="said">
        <h2 id={id}>{title}</h2>
        <p>{subtitle}</p>
        {state.kind === "ready" && <TileChips meta={state.meta} isLate={state.isLate} onOpen={tools.openProof} />}
      </div>
      <div className="controls">
        {controls}
        <div className="tools" data-print="hide">
          {tools.hasTwin && (
            <Tool label={isTwin ? "Show the chart" : "Show as table"} onClick={tools.toggleTwin} isPressed={isTwin}>
              {isTwin ? <ChartIcon /> : <TableIcon />}
            </Tool>
          )}
          {tools.canProve && (
            <Tool label="How was this number made?" onClick={tools.openProof}>
              <ProofIcon />
            </Tool>
          )}
          <Tool label={`More for ${title}`} onClick={tools.openMenu} place={tools.menuButton}>
            <DotsIcon />
          </Tool>
        </div>
      </div>
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly onClick: (anchor: Element) => void;
  readonly isPressed?: boolean;
  readonly place?: RefObject<HTMLButtonElement | null>;
  readonly children: ReactNode;
}

function Tool({ label, onClick, isPressed, place, children }: ToolProps) {
  return (
    <button
      ref={place}
      type="button"
      className="tool"
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      onClick={(event) => {
        onClick(event.currentTarget);
      }}
    >
      {children}
    </button>
  );
}
