/** The platform knows these as texts only; certification refuses true and false themselves. */
type Flag = "true" | "false";

/** What a connection's form asks of one of its fields. */
interface Constraints {
  readonly required: Flag;
  readonly hidden?: Flag;
  /** The field's place in the form. */
  readonly tabIndex?: number;
  /** Whether what is typed can be read. @default true */
  readonly clearText?: boolean;
  readonly allowedValues?: readonly { readonly text: string; readonly value: string }[];
  /** Asked only of connections through the on-premises data gateway. */
  readonly capability?: readonly ["gateway"];
}

/** How a connection's form shows a field. Certification asks for both texts, as sentences. */
export interface UiDefinition {
  readonly displayName: string;
  readonly description: string;
  readonly tooltip?: string;
  readonly constraints: Constraints;
  /** Where a set of parameters looks for a field's description. */
  readonly schema?: { readonly type: "string" | "securestring"; readonly description: string };
}

/** A text that people enter when they make a connection. */
export interface TextParameter {
  readonly type: "string" | "securestring";
  readonly allowedValues?: readonly { readonly value: string }[];
  readonly metadata?: { readonly sourceType: "AzureActiveDirectoryTenant" };
  readonly uiDefinition: UiDefinition;
}

/** A sign-in. The client's secret is never here: it is given when the connector is created. */
interface SignInParameter {
  readonly type: "oauthSetting";
  readonly oAuthSettings: {
    readonly identityProvider: "oauth2" | "aad";
    readonly clientId: string;
    readonly scopes: readonly string[];
    /** Each connector gets an address of its own, which its Security page shows once it is there. */
    readonly redirectMode: "GlobalPerConnector";
    readonly properties: { readonly IsFirstParty: "False" };
    readonly customParameters: Readonly<Record<string, { readonly value: string }>>;
  };
  readonly uiDefinition: UiDefinition;
}

/** The choice of an on-premises data gateway. */
interface GatewayParameter {
  readonly type: "gatewaySetting";
  readonly gatewaySettings: {
    readonly dataSourceType: "CustomConnector";
    readonly connectionDetails: readonly [];
  };
  readonly uiDefinition: UiDefinition;
}

/** What people give when they make a connection. */
export type ConnectionParameter = TextParameter | SignInParameter | GatewayParameter;

/** Parameters by the names that policies refer to them by. */
export type ConnectionParameters = Readonly<Record<string, ConnectionParameter>>;
