/** The list of comparisons: put in order, taken out, added, each with the days that it means. */
import { Box, Button, IconButton, Typography } from "@mui/material";
import { useState } from "react";
import { useComparedWindows } from "../../api/compared-windows";
import { useAnswered } from "../../api/windows";
import type { Days } from "../../state/calendar";
import { daysInWords } from "../../state/day-words";
import { COMPARISON_NAMES, type Loaded } from "../../state/periods";
import { MOST_COMPARED, type Compared } from "../../state/view";
import { useQuestion, useView } from "../../state/view-context";
import { Icon } from "../icons";
import { comparedDays, comparedName, earlier, meantDays, without } from "./compare-model";
import { DateFields } from "./date-fields";
import { useOpening } from "./opening";

export default function ComparePanel({ loaded }: { readonly loaded: Loaded | null }) {
  const { view } = useView();
  const change = useOpening();
  const set = (compare: readonly Compared[]) => {
    change({ compare });
  };
  const { compare } = view;
  return (
    <Box sx={{ width: { xs: "100%", sm: 380 }, p: 2 }}>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>
        Compared with
      </Typography>
      {compare.length === 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ my: 1 }}>
          Nothing: changes are not shown.
        </Typography>
      )}
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {compare.map((one, place) => (
          <Chosen key={comparedName(one)} one={one} place={place} onChange={set} />
        ))}
      </Box>
      <Additions onChange={set} loaded={loaded} />
    </Box>
  );
}

interface ChosenProps {
  readonly one: Compared;
  readonly place: number;
  readonly onChange: (compare: readonly Compared[]) => void;
}

function Chosen({ one, place, onChange }: ChosenProps) {
  const { view } = useView();
  const answered = useAnswered();
  const name = comparedName(one);
  return (
    <Box component="li" sx={{ display: "flex", alignItems: "center", py: 0.5 }}>
      <Box sx={{ flex: 1 }}>
        <Typography variant="body2">
          {place + 1}. {name}
          {place === 0 && (
            <Box component="span" sx={{ color: "text.secondary" }}>
              {" "}
              · changes are against this
            </Box>
          )}
        </Typography>
        <Typography variant="caption" color="textSecondary">
          {answered && comparedDays(answered.comparisons, one, place)}
        </Typography>
      </Box>
      <IconButton
        size="small"
        aria-label={`Move ${name} up`}
        disabled={place === 0}
        onClick={() => {
          onChange(earlier(view.compare, place));
        }}
      >
        <Icon name="up" size={16} />
      </IconButton>
      <IconButton
        size="small"
        aria-label={`Remove ${name}`}
        onClick={() => {
          onChange(without(view.compare, place));
        }}
      >
        <Icon name="close" size={16} />
      </IconButton>
    </Box>
  );
}

interface AdditionsProps {
  readonly onChange: ChosenProps["onChange"];
  readonly loaded: Loaded | null;
}

function Additions({ onChange, loaded }: AdditionsProps) {
  const { view } = useView();
  const [own, setOwn] = useState<Days | null>(null);
  const windows = useComparedWindows(useQuestion());
  const isFull = view.compare.length >= MOST_COMPARED;
  const add = (one: Compared) => {
    onChange([...view.compare, one]);
  };
  return (
    <Box sx={{ mt: 1, pt: 1, borderTop: 1, borderColor: "divider" }}>
      {COMPARISON_NAMES.filter(([kind]) => kind !== "CUSTOM" && !view.compare.some((one) => one.kind === kind)).map(
        ([kind, name]) => (
          <Button
            key={kind}
            fullWidth
            color="inherit"
            disabled={isFull}
            startIcon={<Icon name="plus" size={16} />}
            sx={{ justifyContent: "flex-start", textAlign: "left" }}
            onClick={() => {
              add({ kind });
            }}
          >
            <span>
              {name}
              <Typography variant="caption" color="textSecondary" sx={{ display: "block", minHeight: 20 }}>
                {windows && meantDays(windows, kind)}
              </Typography>
            </span>
          </Button>
        ),
      )}
      {isFull ? (
        <Typography variant="caption" color="textSecondary">
          Three comparisons at most.
        </Typography>
      ) : (
        <Box sx={{ mt: 1 }}>
          <DateFields label="Own dates" days={own} loaded={loaded} onChange={setOwn} />
          <Button
            disabled={own === null}
            startIcon={<Icon name="plus" size={16} />}
            onClick={() => {
              if (own) add({ kind: "CUSTOM", startDate: own.from, endDate: own.to });
              setOwn(null);
            }}
          >
            {own ? `Compare with ${daysInWords(own)}` : "Compare with these dates"}
          </Button>
        </Box>
      )}
    </Box>
  );
}
