/** Why a member's profit changed: from then over every part to now; the parts add up to the change. */
import { useMemo } from "react";
import type { MemberDriversFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { WaterfallChart } from "../../charts/waterfall-chart";
import { useChartHeight } from "../../charts/use-letters";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { isEmptyChange, walk } from "./data";

type Drivers = NonNullable<MemberDriversFragment["changeDrivers"]["data"]>;

const HEIGHT = 260;

interface MemberDriversProps {
  readonly asked: Asked<Drivers>;
  readonly question: Question;
}

export function MemberDrivers({ asked, question }: MemberDriversProps) {
  const height = useChartHeight(HEIGHT);
  return (
    <Tile
      title="Why profit changed"
      asked={asked}
      height={height}
      question={question}
      needs={["change"]}
      isEmpty={isEmptyChange}
      none="Nothing to compare with"
      twin={twin}
    >
      {(drivers, { currency }) => <Walk drivers={drivers} currency={currency} />}
    </Tile>
  );
}

function Walk({ drivers, currency }: { readonly drivers: Drivers; readonly currency: string }) {
  const steps = useMemo(() => {
    const found = walk(drivers);
    if (found === null) return [];
    return [
      { label: "Then", kind: "total" as const, value: found.then },
      ...found.parts.map(({ label, value }) => ({ label, kind: "change" as const, value })),
      { label: "Now", kind: "total" as const, value: found.now },
    ];
  }, [drivers]);
  return (
    <WaterfallChart
      title="Profit from then to now"
      steps={steps}
      kind="money"
      currency={currency}
      height={HEIGHT}
      now="Profit"
      then={null}
    />
  );
}

function twin(drivers: Drivers): Twin {
  const found = walk(drivers);
  return {
    caption: "What moved profit",
    columns: [
      { label: "Part", kind: "text" },
      { label: "Moved profit by", kind: "money" },
    ],
    rows: [...(found?.parts ?? []).map(({ label, value }) => [label, value]), ["All together", drivers.change]],
  };
}
