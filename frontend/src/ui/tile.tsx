/** The frame of every tile: what is asked, of which window, one look for each state, and the way to check a number. */
import { useId, type ReactNode } from "react";
import type { Asked } from "../api/page-query";
import type { Question } from "../api/rest";
import type { Meta } from "../api/unwrap";
import { subtitleOf } from "../words";
import { AnswerOf } from "./answer-context";
import { Boundary } from "./boundary";
import { copyExact } from "./copy-exact";
import { TileHead } from "./tile-head";
import { tileState } from "./tile-state";
import { TileContent } from "./tile-content";
import { useTileTools } from "./tile-tools";
import { TwinTable, type Twin } from "./twin-table";

export interface TileProps<Data> {
  /** Says the question's answer: "Profit by salesperson". */
  readonly title: string;
  /** Window, unit and comparison unless given. */
  readonly subtitle?: string | undefined;
  /** Of the numbers, for the subtitle: "%", "orders"; the currency unless given. */
  readonly unit?: string | null | undefined;
  readonly asked: Asked<Data>;
  /** Of the content, also of its skeleton, so that nothing moves. */
  readonly height: number;
  readonly question: Question;
  readonly isEmpty?: ((data: Data) => boolean) | undefined;
  /** What an empty tile has none of, when there may be sales all the same: "Nothing came back". */
  readonly none?: string | undefined;
  /** Fields without which the tile says nothing: never loaded, it says so instead. */
  readonly needs?: readonly string[] | undefined;
  readonly twin?: ((data: Data, meta: Meta) => Twin) | undefined;
  /** Switches of the tile, beside its title. */
  readonly controls?: ReactNode;
  /** Under the content, such as a link to all rows. */
  readonly footer?: ReactNode;
  readonly children: (data: Data, meta: Meta) => ReactNode;
}

export function Tile<Data>(props: TileProps<Data>) {
  const { title, asked, height, question, needs, none, twin, controls, footer, children } = props;
  const { isEmpty = isEmptyList } = props;
  const heading = useId();
  const meta = asked.answer?.meta ?? null;
  const state = tileState(asked, { isEmpty, needs });
  const subtitle = props.subtitle ?? (meta === null ? "" : subtitleOf(meta, props.unit));
  const tools = useTileTools({ title, question, answer: asked.answer, hasTwin: twin !== undefined });
  const isDimmed = isRefreshing(asked);
  return (
    <section
      className="tile"
      aria-labelledby={heading}
      aria-busy={isDimmed}
      tabIndex={-1}
      onKeyDown={tools.onKeyDown}
      onCopy={copyExact}
    >
      <TileHead id={heading} title={title} subtitle={subtitle} state={state} tools={tools} controls={controls} />
      {isDimmed && <div className="progress" aria-hidden="true" />}
      <div className="content" style={{ minHeight: height }}>
        <TileContent state={state} height={height} none={none} onRetry={asked.refetch}>
          {(data, of) => (
            <AnswerOf meta={of}>
              <Boundary requestId={of.requestId}>
                {tools.isTwin && twin ? (
                  <Drawn draw={() => <TwinTable twin={twin(data, of)} height={height} />} />
                ) : (
                  tools.holding(<Drawn draw={() => children(data, of)} />)
                )}
              </Boundary>
            </AnswerOf>
          )}
        </TileContent>
      </div>
      {footer}
      {tools.layers}
    </section>
  );
}

/** Draws within the boundary above it, so that what breaks there is caught there. */
function Drawn({ draw }: { readonly draw: () => ReactNode }) {
  return draw();
}

/** What is shown answers the question before. */
function isRefreshing({ isOld, answer, failure }: Asked<unknown>): boolean {
  return isOld && answer !== null && failure === null;
}

function isEmptyList(data: unknown): boolean {
  return Array.isArray(data) && data.length === 0;
}
