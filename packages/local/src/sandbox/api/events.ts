import * as z from "zod";
import { endpoint, listObject } from "./endpoint.ts";
import * as parameters from "./parameters.ts";

const list = endpoint({
  method: "GET",
  path: "/v1/events",
  operation: "read",
  params: z.strictObject({ ...parameters.listParameters, type: z.string().optional() }),
  execute(call, params) {
    const page = call.ledger.list("events", {
      ...parameters.listQuery(params),
      ...(params.type ? { where: { type: params.type } } : {}),
    });
    return listObject("/v1/events", page, (event) => event);
  },
});

export const eventEndpoints = [list];
