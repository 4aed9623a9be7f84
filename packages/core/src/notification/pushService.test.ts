import { expect, test } from "vitest";
import { isPushService } from "./pushService.ts";

test("browsers' push services pass, and nothing that only looks like one", () => {
  const real = [
    "https://fcm.googleapis.com/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://wns2-par02p.notify.windows.com/w/?token=abc",
    "https://web.push.apple.com/abc",
  ];
  expect(real.filter((endpoint) => !isPushService(endpoint))).toEqual([]);
  const others = [
    "http://fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com:8443/abc",
    "https://fcm.googleapis.com@169.254.169.254/latest/meta-data",
    "https://fcm.googleapis.com.example.net/abc",
    "https://evilpush.apple.com.example.net/",
    "https://notpush-apple.com/",
    "https://169.254.169.254/latest/meta-data",
    "http://127.0.0.1:4010/",
    "not an address",
  ];
  expect(others.filter((endpoint) => isPushService(endpoint))).toEqual([]);
});

test("the laptop's own push service passes where there is one", () => {
  expect(isPushService("http://localhost:4001/push/1", "http://localhost:4001")).toBe(true);
  expect(isPushService("http://localhost:4002/push/1", "http://localhost:4001")).toBe(false);
});
