/** A member's figures, each with its change against the first comparison. */
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { KeyFigures } from "../../ui/key-figures";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { isEmptyMember, memberFigures, type Overview } from "./data";

const HEIGHT = 76;

interface MemberFiguresProps {
  readonly asked: Asked<Overview>;
  readonly question: Question;
}

export function MemberFigures({ asked, question }: MemberFiguresProps) {
  return (
    <Tile title="Key figures" asked={asked} height={HEIGHT} question={question} isEmpty={isEmptyMember} twin={twin}>
      {(overview, meta) => <KeyFigures figures={memberFigures(overview, meta.nulls)} />}
    </Tile>
  );
}

function twin(overview: Overview): Twin {
  const figures = memberFigures(overview, []);
  return {
    caption: "Key figures now and then",
    columns: [{ label: "When", kind: "text" }, ...figures.map(({ label, kind }) => ({ label, kind }))],
    rows: [
      ["Now", ...figures.map(({ value }) => value)],
      ...overview.comparisons.map(({ kind, values }) => [kind, ...figures.map(({ field }) => values?.[field] ?? null)]),
    ],
  };
}
