/** The page of the address, in its frame. */
import { Skeleton } from "@mui/material";
import { Suspense } from "react";
import { usePathname } from "wouter/use-browser-location";
import { Frame } from "./frame";
import { placeOf, type Place } from "./routes";

export function Router() {
  const path = usePathname();
  const place = placeOf(path);
  return <Frame place={place}>{place === null ? <p>Nothing is at this address.</p> : <Page place={place} />}</Frame>;
}

function Page({ place: { route, name } }: { readonly place: Place }) {
  const { View } = (name === "" ? route.page : route.member) ?? route.page;
  return (
    <Suspense fallback={<Skeleton variant="rounded" height={300} />}>
      <View key={name} name={name} />
    </Suspense>
  );
}
