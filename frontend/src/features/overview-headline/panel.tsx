/** The first thing on the page: are we ahead, and what moved it, each phrase a way to its explanation. */
import { Box, Link as MuiLink, Skeleton, Typography } from "@mui/material";
import { Link } from "wouter";
import type { OverviewDriversFragment, OverviewFiguresFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import { memberPath, useLink, useView } from "../../state/view-context";
import { cut, headline, type Phrase, type Written } from "./data";

interface HeadlineProps {
  readonly overview: Asked<NonNullable<OverviewFiguresFragment["salesOverview"]["data"]>>;
  readonly drivers: Asked<NonNullable<OverviewDriversFragment["changeDrivers"]["data"]>>;
}

const HEIGHT = 40;
/** Of the lines that the sentence takes on a phone, with what it is compared with and without. */
const PHONE_LINES = { compared: 84, alone: 42 };

export function OverviewHeadline({ overview, drivers }: HeadlineProps) {
  const { answer, failure, isOld } = overview;
  const phrases = answer?.data ? headline(answer.data, answer.meta, drivers.answer?.data ?? null) : [];
  const height = useHeight();
  if (answer === null && failure === null) return <Skeleton sx={{ height, transform: "none", maxWidth: 900 }} />;
  return (
    <Box sx={{ minHeight: height, display: "flex", alignItems: "center", opacity: isOld ? 0.55 : 1 }} aria-busy={isOld}>
      <Typography sx={{ fontSize: 14 }} data-headline="">
        {phrases.map((phrase, index) => (
          <Piece key={index} phrase={phrase} />
        ))}
      </Typography>
    </Box>
  );
}

function useHeight() {
  const isCompared = useView().view.compare.length > 0;
  return { xs: PHONE_LINES[isCompared ? "compared" : "alone"], sm: HEIGHT };
}

function Piece({ phrase }: { readonly phrase: Phrase }) {
  const link = useLink();
  const text = cut(phrase).map((part, at) => (typeof part === "string" ? part : <Exact key={at} {...part} />));
  if (phrase.to === undefined) return <>{text}</>;
  return (
    <MuiLink component={Link} href={hrefOf(phrase.to, link)} color="inherit" sx={{ fontWeight: 600 }}>
      {text}
    </MuiLink>
  );
}

function Exact({ value, shown }: Written) {
  return (
    <data value={value} title={String(value)}>
      {shown}
    </data>
  );
}

function hrefOf(to: NonNullable<Phrase["to"]>, link: ReturnType<typeof useLink>): string {
  if (to === "trend") return link("/", { metric: "REVENUE" });
  if (to === "profit") return link("/profit");
  if ("part" in to) return link("/profit", { extra: { part: [to.part] } });
  return link(memberPath("branch", to.branch) ?? "/branches");
}
