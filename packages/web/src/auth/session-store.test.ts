import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SessionStore } from "./session-store.ts";

beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-11-27T10:00:00Z") }));
afterEach(() => void vi.useRealTimers());

/** A site that hands out tokens `t1`, `t2`… of ten minutes, or answers as told. */
function fakeSite(serverClockAheadMs = 0) {
  const site = { asked: 0, status: 200 };
  const fetch = async (path: unknown) => {
    if (path === "/auth/sign-out") return Response.json({ location: "http://issuer.example/end" });
    site.asked += 1;
    const serverNow = Date.now() + serverClockAheadMs;
    if (site.status !== 200) return new Response(null, { status: site.status });
    return Response.json(
      {
        accessToken: `t${site.asked}`,
        expiresAt: new Date(serverNow + 600_000).toISOString(),
        name: "Vera",
        email: "vera@example.com",
        groups: ["viewer"],
      },
      { headers: { date: new Date(serverNow).toUTCString() } },
    );
  };
  const store = new SessionStore({ fetch });
  return { site, store };
}

test("hands one token to everybody who asks at once", async () => {
  const { site, store } = fakeSite();
  store.subscribe(() => {});
  const tokens = await Promise.all([store.getAccessToken(), store.getAccessToken()]);
  expect(tokens).toEqual(["t1", "t1"]);
  expect(site.asked).toBe(1);
  expect(store.getState()).toMatchObject({ status: "signed-in", user: { name: "Vera", groups: ["viewer"] } });
});

test.each([0, 3_600_000, -3_600_000])(
  "renews a minute before the end, with a clock %d ms off",
  async (aheadMs) => {
    const { site, store } = fakeSite(aheadMs);
    store.subscribe(() => {});
    await vi.advanceTimersByTimeAsync(539_000);
    expect(site.asked).toBe(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(site.asked).toBe(2);
    expect(await store.getAccessToken()).toBe("t2");
  },
);

test("a failed renewal shows nothing while the token lasts, then says unavailable, then recovers", async () => {
  const { site, store } = fakeSite();
  store.subscribe(() => {});
  await store.getAccessToken();
  site.status = 503;
  await vi.advanceTimersByTimeAsync(560_000);
  expect(store.getState().status).toBe("signed-in");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(store.getState().status).toBe("unavailable");
  expect(await store.getAccessToken()).toBeUndefined();
  site.status = 200;
  await vi.advanceTimersByTimeAsync(6_000);
  expect(store.getState().status).toBe("signed-in");
});

test("a guest is signed out and is not asked about again", async () => {
  const { site, store } = fakeSite();
  site.status = 204;
  store.subscribe(() => {});
  expect(await store.getAccessToken()).toBeUndefined();
  expect(store.getState().status).toBe("signed-out");
  await store.getAccessToken();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(site.asked).toBe(1);
});

test("signing out forgets the token and stops renewing", async () => {
  const { site, store } = fakeSite();
  store.subscribe(() => {});
  await store.getAccessToken();
  expect(await store.signOut()).toBe("http://issuer.example/end");
  expect(await store.getAccessToken()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(site.asked).toBe(1);
});
