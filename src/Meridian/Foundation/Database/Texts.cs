namespace Meridian.Foundation.Database;

/// <summary>How texts look that read as something else, for both engines: each alone takes forms that the other does not.</summary>
public static class Texts
{
    /// <summary>Short enough that no number of the form is too large for a double.</summary>
    public const string Number = "^[+-]?([0-9]{1,40}([.][0-9]{0,40})?|[.][0-9]{1,40})([eE][+-]?[0-9]{1,2})?$";

    public const string Time = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?Z?)?$";
}
