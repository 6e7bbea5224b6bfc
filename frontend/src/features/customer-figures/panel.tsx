/** Who a customer is, what they brought in the window and over their whole history, and how often they come. */
import { Typography } from "@mui/material";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { KeyFigures } from "../../ui/key-figures";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { lifetimeFigures, whoIs, windowFigures, type Profile } from "./data";

const HEIGHT = 104;

interface CustomerFiguresProps {
  readonly asked: Asked<Profile>;
  readonly question: Question;
}

export function CustomerFigures({ asked, question }: CustomerFiguresProps) {
  return (
    <Tile title="Key figures" asked={asked} height={HEIGHT} question={question} isEmpty={never} twin={twin}>
      {(profile, meta) => (
        <>
          <Typography variant="body2" sx={{ mb: 1 }}>
            {whoIs(profile, meta.period?.timezone ?? "UTC")}
          </Typography>
          <KeyFigures figures={[...windowFigures(profile, meta.nulls), ...lifetimeFigures(profile, meta.nulls)]} />
        </>
      )}
    </Tile>
  );
}

/** A known customer has a history, whatever the window. */
const never = (): boolean => false;

function twin(profile: Profile): Twin {
  const figures = [...windowFigures(profile, []), ...lifetimeFigures(profile, [])];
  return {
    caption: "Key figures of the customer",
    columns: figures.map(({ label, kind }) => ({ label, kind })),
    rows: [figures.map(({ value }) => value)],
  };
}
