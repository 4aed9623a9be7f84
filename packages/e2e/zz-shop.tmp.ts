import { startShop } from "@doorbuster/local/shop/index";
import { writeFileSync } from "node:fs";
const p = 27000;
const shop = await startShop({ dataDir: "/tmp/cspshop", ports: { storefront: p, console: p+1, api: p+2, inbox: p+3, sandbox: p+4, issuer: p+5, dynamodb: p+6, messaging: p+7, kinesis: p+8 }, memory: true, sites: true, demo: true });
writeFileSync("/tmp/cspshop/urls.json", JSON.stringify(shop.urls));
console.log("up", process.pid);
process.on("SIGTERM", () => void shop.stop().then(() => process.exit(0)));
