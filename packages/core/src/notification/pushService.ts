/**
 * The push services of today's browsers: Chrome and Edge on Android (Google), Firefox (Mozilla), Edge (Microsoft), Safari
 * (Apple). Their host names are from each maker's documentation for application servers.
 */
const hosts = [
  /^fcm\.googleapis\.com$/,
  /^updates\.push\.services\.mozilla\.com$/,
  /(^|\.)notify\.windows\.com$/,
  /(^|\.)push\.apple\.com$/,
];

/**
 * Whether an address is a browser's push service. A customer names the address and we post to it, so anything else, such
 * as an address inside our own network, must be refused.
 *
 * @param localOrigin the laptop edition's own push service
 */
export function isPushService(endpoint: string, localOrigin?: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, origin, username } = new URL(endpoint);
  if (localOrigin !== undefined && origin === new URL(localOrigin).origin) return true;
  return protocol === "https:" && port === "" && username === "" && hosts.some((host) => host.test(hostname));
}
