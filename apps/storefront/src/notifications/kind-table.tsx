import { isPaper } from "@doorbuster/core/notification/decide";
import { channelNames, channelWords, kindWords, noticeKinds, withKind, type Wishes } from "./wishes.ts";

/** What is told where. Mails that are papers of the contract always come, so their boxes are set and shut. */
export function KindTable({
  wishes,
  onChange,
}: {
  readonly wishes: Wishes;
  readonly onChange: (wishes: Wishes) => void;
}) {
  const shown = channelNames.filter((channel) => channel === "email" || wishes[channel]);
  return (
    <table className="w-full max-w-md text-sm">
      <caption className="sr-only">What we tell you, and where</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr-only">What happens</span>
          </th>
          {shown.map((channel) => (
            <th key={channel} scope="col" className="w-20 pb-2 font-medium">
              {channelWords[channel]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {noticeKinds.map((kind) => (
          <tr key={kind} className="border-t border-line">
            <th scope="row" className="py-2.5 text-left font-normal">
              {kindWords[kind]}
            </th>
            {shown.map((channel) => {
              const always = isPaper(channel, kind);
              return (
                <td key={channel} className="text-center">
                  <input
                    type="checkbox"
                    aria-label={`${kindWords[kind]} by ${channelWords[channel]}${always ? ", always" : ""}`}
                    checked={always || wishes.kinds[channel].includes(kind)}
                    disabled={always}
                    onChange={(event) => onChange(withKind(wishes, channel, kind, event.target.checked))}
                    className="size-5 align-middle accent-ink disabled:opacity-55"
                  />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
