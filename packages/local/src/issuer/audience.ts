/** The API for which access tokens are made (RFC 8707): their `aud`. */
export const apiAudience = "https://api.doorbuster.example";
