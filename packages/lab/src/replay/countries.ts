/**
 * ISO 3166-1 alpha-2 codes of the countries as the Online Retail data sets name them. What is no one country stays out:
 * the Channel Islands are two (GG and JE), the European Community and the West Indies many.
 */
const codes: Readonly<Record<string, string>> = {
  Australia: "AU",
  Austria: "AT",
  Bahrain: "BH",
  Belgium: "BE",
  Bermuda: "BM",
  Brazil: "BR",
  Canada: "CA",
  Cyprus: "CY",
  "Czech Republic": "CZ",
  Denmark: "DK",
  EIRE: "IE",
  Finland: "FI",
  France: "FR",
  Germany: "DE",
  Greece: "GR",
  "Hong Kong": "HK",
  Iceland: "IS",
  Israel: "IL",
  Italy: "IT",
  Japan: "JP",
  Korea: "KR",
  Lebanon: "LB",
  Lithuania: "LT",
  Malta: "MT",
  Morocco: "MA",
  Netherlands: "NL",
  Nigeria: "NG",
  Norway: "NO",
  Poland: "PL",
  Portugal: "PT",
  RSA: "ZA",
  "Saudi Arabia": "SA",
  Singapore: "SG",
  Spain: "ES",
  Sweden: "SE",
  Switzerland: "CH",
  Thailand: "TH",
  USA: "US",
  "United Arab Emirates": "AE",
  "United Kingdom": "GB",
};

/** The code of a country by its name in the data; `ZZ`, the code set's own for "unknown", for any other name. */
export function countryCodeOf(name: string): string {
  return Object.hasOwn(codes, name) ? (codes[name] ?? "ZZ") : "ZZ";
}
