import { PageNotFound } from "../../site/page-not-found.tsx";

/** For products that do not exist. */
export default function NotFound() {
  return <PageNotFound />;
}
