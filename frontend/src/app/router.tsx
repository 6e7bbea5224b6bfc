/** The page of the address, in its frame. */
import { Alert, Button } from "@mui/material";
import { useEffect } from "react";
import { Link } from "wouter";
import { usePathname, useSearch } from "wouter/use-browser-location";
import { keepLast } from "../state/saved-views-store";
import { useLink } from "../state/view-context";
import { Boundary } from "./boundary";
import { Frame } from "./frame";
import { codeOf, placeOf, type Place } from "./routes";

export function Router() {
  const path = usePathname();
  const search = useSearch();
  const place = placeOf(path);
  const isAsking = place?.route.isAsking === true;
  useEffect(() => {
    if (isAsking) keepLast(path, search);
  }, [path, search, isAsking]);
  return (
    <Boundary what="dashboard">
      <Frame place={place}>{place === null ? <Nowhere path={path} /> : <Page place={place} />}</Frame>
    </Boundary>
  );
}

function Page({ place }: { readonly place: Place }) {
  const { View } = codeOf(place);
  return <View key={place.name} name={place.name} />;
}

function Nowhere({ path }: { readonly path: string }) {
  const link = useLink();
  const home = (
    <Button color="inherit" component={Link} href={link("/")}>
      Overview
    </Button>
  );
  return (
    <Alert severity="info" action={home}>
      Nothing is at {path}.
    </Alert>
  );
}
