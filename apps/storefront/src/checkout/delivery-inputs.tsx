"use client";

import type { ChangeEvent } from "react";
import { SelectField, TextField } from "@doorbuster/web/components/field";
import { countries } from "./countries.ts";
import type { DeliveryErrors, DeliveryField, DeliveryValues } from "./delivery-form.ts";
import { FormSection } from "./form-section.tsx";

export function DeliveryInputs({
  values,
  errors,
  onChange,
}: {
  readonly values: DeliveryValues;
  readonly errors: DeliveryErrors;
  readonly onChange: (field: DeliveryField, value: string) => void;
}) {
  const input = (field: DeliveryField) => ({
    value: values[field],
    error: errors[field],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      onChange(field, event.target.value),
  });
  return (
    <>
      <FormSection title="Contact">
        <TextField
          label="E-mail"
          hint="Your confirmation goes here."
          type="email"
          autoComplete="email"
          required
          {...input("email")}
        />
        <TextField
          label="Phone"
          optional
          type="tel"
          autoComplete="tel"
          hint="For the courier, with country code."
          {...input("phone")}
        />
      </FormSection>
      <FormSection title="Delivery">
        <TextField label="Name" autoComplete="name" required {...input("name")} />
        <TextField label="Address" autoComplete="address-line1" required {...input("line1")} />
        <TextField
          label="Flat, building, company"
          optional
          autoComplete="address-line2"
          {...input("line2")}
        />
        <div className="grid gap-5 sm:grid-cols-[3fr_2fr]">
          <TextField label="Town or city" autoComplete="address-level2" required {...input("city")} />
          <TextField label="Postcode" autoComplete="postal-code" required {...input("postalCode")} />
        </div>
        <SelectField label="Country" autoComplete="country" required {...input("country")}>
          {countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </SelectField>
      </FormSection>
    </>
  );
}
