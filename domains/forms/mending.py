"""Which mend is asked for by one press of a button."""

from django import forms


class MendForm(forms.Form):
    """What the button of a mend carries: which mend it is, what it was seen to do, and which button on which page."""

    act = forms.UUIDField()
    mend = forms.CharField()
    does = forms.CharField()
    symptom = forms.CharField(required=False)
