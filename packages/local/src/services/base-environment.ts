/** What a program needs to run at all. Nothing else of the shell's environment reaches a child: no AWS account, no proxy. */
const inherited = ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "USER", "SHELL"] as const;

export function baseEnvironment(): Record<string, string> {
  const entries = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
