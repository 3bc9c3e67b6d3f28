namespace Meridian.Normalise;

/// <summary>The order of the three numbers of a date whose year does not stand first with four digits.</summary>
public enum DateOrder
{
    /// <summary>Nothing in the column tells day and month apart.</summary>
    Ambiguous,

    /// <summary>5/3/2024 is 5 March.</summary>
    DayMonthYear,

    /// <summary>5/3/2024 is 3 May.</summary>
    MonthDayYear,

    /// <summary>24/3/5 is 5 March 2024; also the order of a column whose years all stand first with four digits.</summary>
    YearMonthDay,
}

/// <summary>How a column's dates are to be read.</summary>
/// <param name="Order">Found out by <see cref="DateOrderDetector"/>, or said by the team.</param>
/// <param name="DayFirstIfAmbiguous">With <see cref="DateOrder.Ambiguous"/>, read 5/3/2024 as 5 March (most countries do) instead of refusing it. A guess that the team has to ask for.</param>
/// <param name="BareNumbers">Also read spreadsheet serial numbers (45356) and Unix time (10 digits: seconds, 13: milliseconds). Only for a column that is known to hold dates: phones and ids look alike.</param>
public readonly record struct DateReading(DateOrder Order, bool DayFirstIfAmbiguous = false, bool BareNumbers = false);
