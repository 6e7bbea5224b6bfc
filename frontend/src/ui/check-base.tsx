/** Asks the same of the base lines and says whether every number on screen is equal, or where it is not. */
import { Alert, Box, Button } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { checkBase, type BaseCheck } from "../api/base-check";
import type { Question } from "../api/rest";
import type { Answer } from "../api/unwrap";
import { count } from "../format";
import { failureSaid } from "./tile-actions";
import { TABLE } from "./table-style";

interface CheckBaseProps {
  readonly question: Question;
  readonly answer: Answer<unknown>;
}

export function CheckBase({ question, answer }: CheckBaseProps) {
  const { data, error, isPending, mutate } = useMutation({ mutationFn: () => checkBase(question, answer.data) });
  return (
    <Box>
      <Button
        variant="outlined"
        loading={isPending}
        onClick={() => {
          mutate();
        }}
      >
        Check against the base
      </Button>
      <Box role="status" sx={{ mt: 1 }}>
        {data && <Outcome check={data} dataVersion={answer.meta.dataVersion} />}
        {error && <Alert severity="error">{failureSaid(error)}</Alert>}
      </Box>
    </Box>
  );
}

interface OutcomeProps {
  readonly check: BaseCheck;
  /** Of the numbers on screen. */
  readonly dataVersion: string | null;
}

function Outcome({ check, dataVersion }: OutcomeProps) {
  const { cells, differences, tookMs } = check;
  if (check.dataVersion !== dataVersion) {
    return <Alert severity="info">New data was loaded meanwhile: show it, then check again.</Alert>;
  }
  if (differences.length === 0) {
    return (
      <Alert severity="success">
        Equal to the cent: {count(cells)} values, counted anew from every base line in {tookMs.toFixed(0)} ms.
      </Alert>
    );
  }
  return (
    <Alert severity="error">
      {count(differences.length)} of {count(cells)} values differ from the base.
      <Differences check={check} />
    </Alert>
  );
}

const MOST_SHOWN = 50;

function Differences({ check }: { readonly check: BaseCheck }) {
  return (
    <Box component="table" sx={TABLE}>
      <caption>Values that differ from the base</caption>
      <thead>
        <tr>
          <th scope="col" className="text">
            Where
          </th>
          <th scope="col">On screen</th>
          <th scope="col">Base</th>
        </tr>
      </thead>
      <tbody>
        {check.differences.slice(0, MOST_SHOWN).map(({ path, shown, base }) => (
          <tr key={path}>
            <th scope="row">{path}</th>
            <td>{text(shown)}</td>
            <td>{text(base)}</td>
          </tr>
        ))}
      </tbody>
    </Box>
  );
}

const text = (value: unknown): string => (value === null || value === undefined ? "no value" : JSON.stringify(value));
