"""How a form is laid out by crispy-forms: the page writes the <form> element, the pack the fields."""

from crispy_forms.helper import FormHelper


def fields_only() -> FormHelper:
    """A helper that renders the fields alone, without a tag, errors on top, or asterisks.

    It is made without the form: ``FormHelper(form)`` builds a layout that renders every field twice.
    """
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = True
    return helper
