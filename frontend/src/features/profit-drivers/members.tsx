/** The change, or one part of it, by new, lost and kept members, the largest first, with all others in one row. */
import { Box, Link as MuiLink, Typography } from "@mui/material";
import { Link } from "wouter";
import { withKeys } from "../../state/extra";
import type { Dimension } from "../../state/view";
import { useLink, useView } from "../../state/view-context";
import { Bar, scaleOf } from "../../ui/bar";
import { Delta } from "../../ui/delta";
import { effectName, membersOf } from "../../ui/effects";
import { Member } from "../../ui/member";
import { TABLE } from "../../ui/table-style";
import { PART, ROWS, rowsTotal, type Drivers } from "./data";

const WORDS: Readonly<Record<string, string>> = { NEW: "new", LOST: "lost", KEPT: "kept", OTHER: "in part" };

export function Members({ drivers }: { readonly drivers: Drivers }) {
  const { members, beyond, part } = drivers;
  const kind = drivers.metric === "UNITS" ? "units" : "money";
  const scale = scaleOf([...members.map(({ value }) => value), beyond.value]);
  const name = membersOf(drivers.dimension);
  const effect = part === null ? null : effectName(part, drivers.dimension);
  return (
    <Box id={ROWS} sx={{ overflow: "auto", minWidth: 0 }} tabIndex={0} role="group" aria-label={`By ${name}`}>
      {effect !== null && <OnePart effect={effect} name={name} />}
      <Box component="table" sx={TABLE} data-sum="members">
        <caption>{effect === null ? `The same change by ${name}` : `${effect} by ${name}`}</caption>
        <thead>
          <tr>
            <th scope="col" className="first text">
              {name.charAt(0).toUpperCase() + name.slice(1)}
            </th>
            <th scope="col" className="text">
              Was
            </th>
            <th scope="col">{effect ?? "Change"}</th>
          </tr>
        </thead>
        <tbody>
          {members.map(({ member, kind: was, value }) => (
            <tr key={`${was} ${member ?? ""}`}>
              <th scope="row">
                <Member dimension={drivers.dimension as Dimension} name={member} />
              </th>
              <td className="text">{WORDS[was] ?? was}</td>
              <td>
                <Delta value={value} kind={kind} />
                <Bar value={value} scale={scale} height={4} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {beyond.members > 0 && (
            <tr className="others">
              <th scope="row">Others ({beyond.members})</th>
              <td />
              <td>
                <Delta value={beyond.value} kind={kind} />
              </td>
            </tr>
          )}
          <tr className="total">
            <th scope="row">{effect ?? "Change"}</th>
            <td />
            <td>
              <Delta value={rowsTotal(drivers)} kind={kind} />
            </td>
          </tr>
        </tfoot>
      </Box>
    </Box>
  );
}

function OnePart({ effect, name }: { readonly effect: string; readonly name: string }) {
  const { view } = useView();
  const href = useLink()("/profit", { ...view, extra: withKeys(view, { [PART]: [] }) });
  return (
    <Typography variant="body2" sx={{ mb: 0.5 }}>
      {effect} alone, by {name}.{" "}
      <MuiLink component={Link} href={href}>
        All of the change
      </MuiLink>
    </Typography>
  );
}
