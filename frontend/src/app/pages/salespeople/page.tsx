/** Salespeople: who brings profit, and is it healthy? One question to the API for everything on the page. */
import { useMemo } from "react";
import { SalespeoplePageDocument } from "../../../api/gen/operations";
import { tileOf, usePageQuery } from "../../../api/page-query";
import { SalespeopleBoard } from "../../../features/salespeople-board/panel";
import { SalespeopleMix } from "../../../features/salespeople-mix/panel";
import { SalespeopleScatter } from "../../../features/salespeople-scatter/panel";
import { SalespeopleTrend } from "../../../features/salespeople-trend/panel";
import { useView } from "../../../state/view-context";
import { PageGrid, Place } from "../../../ui/page-grid";
import { sortOf } from "../../../ui/sort";
import { asksOf, BOARD_SORTS, readBy, salespeopleQuestion, shownPins } from "./question";

export default function SalespeoplePage() {
  const { view } = useView();
  const variables = useMemo(() => salespeopleQuestion(view), [view]);
  const asks = useMemo(() => asksOf(variables), [variables]);
  const page = usePageQuery(SalespeoplePageDocument, variables);
  const board = tileOf(page, ({ salespersonLeaderboard }) => salespersonLeaderboard);
  const isPinned = shownPins(view).length > 0;
  return (
    <PageGrid>
      <Place wide={12}>
        <SalespeopleBoard
          asked={board}
          sparks={tileOf(page, ({ sparks }) => sparks).answer}
          question={asks.board}
          sorted={sortOf(view.sort, BOARD_SORTS)}
        />
      </Place>
      <Place wide={6}>
        <SalespeopleScatter asked={board} question={asks.board} />
      </Place>
      <Place wide={6}>
        <SalespeopleTrend
          asked={tileOf(page, ({ courses }) => courses)}
          question={asks.courses}
          look={readBy(variables)}
          isPinned={isPinned}
        />
      </Place>
      <Place wide={12}>
        <SalespeopleMix
          asked={tileOf(page, ({ salespersonProductMix }) => salespersonProductMix)}
          question={asks.mix}
          {...(isPinned && { people: variables.drawn })}
          title={isPinned ? "Product lines of pinned people" : "Product lines of the first ten"}
        />
      </Place>
    </PageGrid>
  );
}
