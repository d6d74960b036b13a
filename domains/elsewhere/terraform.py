"""A resource as Terraform keeps it: https://github.com/twilio/terraform-provider-twilio.

What the provider does and cannot do is read from its source, and told beside the block.
"""

import re

from ..validators import DOMAIN_SUFFIX
from .asking import Action, Listing, Request
from .quoting import double_quoted, shell_word

PROVIDER = Listing(
    "terraform-provider",
    "Terraform provider, once in a configuration",
    """terraform {
  required_providers {
    twilio = {
      source  = "twilio/twilio"
      version = ">= 0.18"
    }
  }
}""",  # before 0.18 a SIP domain had another name there
)


def listings(request: Request) -> tuple[Listing, ...]:
    """Return what to write into a configuration, and the commands that go with it."""
    address = f"{_kind(request)}.{block_name(request.name)}"
    if request.action == Action.DELETE:
        target = shell_word(f"-target={address}")
        return (
            Listing("terraform-apply", "Command that deletes it, once its block is removed", "terraform apply"),
            Listing(
                "terraform-destroy",
                "Command that deletes it before its block is removed",
                f"terraform destroy {target}",
            ),
        )
    if not request.sid:
        return (Listing("terraform-block", "Terraform block", _block(request)), PROVIDER)
    taken_over = f"import {{\n  to = {address}\n  id = {double_quoted(request.sid)}\n}}"
    return (
        Listing("terraform-block", "Terraform block and import", f"{_block(request)}\n\n{taken_over}"),
        Listing(
            "terraform-import",
            "Command in place of the import block",
            f"terraform import {shell_word(address)} {shell_word(request.sid)}",
        ),
        PROVIDER,
    )


def remarks(request: Request) -> tuple[str, ...]:
    """Return what to know before using it."""
    if request.action == Action.DELETE:
        return ("This is for what Terraform keeps already.",)
    said = []
    if cleared := [name for name, value in request.values.items() if value == ""]:
        said.append(f"The provider never sends an empty text, so Terraform cannot clear {' or '.join(cleared)}.")
    if request.sid:
        said.append("The import block needs Terraform 1.5 or newer. Before that, the command below it does the same.")
    return tuple(said)


def block_name(name: str) -> str:
    """Return the name of a block for what people call `name`, by Terraform's rule for names.

    Domains of different names have blocks of different names: dots become underscores, which no domain has.
    """
    own = re.sub(r"[^a-z0-9-]", "_", name.lower().removesuffix(DOMAIN_SUFFIX))
    return own if re.match(r"[a-z_]", own) else f"_{own}"


def _kind(request: Request) -> str:
    return "_".join(["twilio_api_accounts", *request.words("_")])


def _block(request: Request) -> str:
    """Return the resource as it will be: what is set of its texts, and every boolean."""
    place = request.place
    comments = [] if place.is_sandbox else [f"# TWILIO_ACCOUNT_SID must be {place.account_sid}."]
    comments += [f"# {name} must be {value}." for name, value in place.regional.items()]
    comments.append("# A boolean that is left out is sent as false, so each is written.")
    values = {
        name: str(value).lower() if isinstance(value, bool) else _text(str(value))
        for name, value in request.whole.items()
        if value not in ("", None)
    }
    widest = max(map(len, values), default=0)
    lines = [f"  {name:{widest}} = {value}" for name, value in values.items()]
    head = f"resource {double_quoted(_kind(request))} {double_quoted(block_name(request.name))} {{"
    return "\n".join([*comments, head, *lines, "}"])


def _text(text: str) -> str:
    """Return a text in HCL, where `${` and `%{` begin a template."""
    return double_quoted(text).replace("${", "$${").replace("%{", "%%{")
