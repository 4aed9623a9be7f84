import { PageHeading } from "../shell/page-heading.tsx";
import { BooksPanel } from "./books-panel.tsx";
import { DeadLettersPanel } from "./dead-letters-panel.tsx";

/** Whether what nobody sees is in order. */
export function HealthPage() {
  return (
    <>
      <PageHeading title="Health" />
      <div className="grid items-start gap-4">
        <BooksPanel />
        <DeadLettersPanel />
      </div>
    </>
  );
}
