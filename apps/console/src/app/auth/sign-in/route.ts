import { auth } from "@/auth";

export const GET = auth.signIn;
