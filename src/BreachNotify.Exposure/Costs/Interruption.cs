namespace BreachNotify.Exposure.Costs;

/// <summary>How the waiting period works; wordings differ, and so does the money.</summary>
public enum WaitingPeriodReading
{
    /// <summary>A deductible in time: the loss of the first hours is not paid.</summary>
    TimeDeductible,

    /// <summary>A qualifying period: once it has passed, the loss is paid from the first minute.</summary>
    QualifyingPeriod,
}

/// <summary>Gross profit lost while systems stand still.</summary>
public static class Interruption
{
    /// <summary>
    /// The loss that counts. The indemnity period runs from the beginning of the outage; an outage exactly as long as the
    /// waiting period has not passed it.
    /// </summary>
    /// <param name="dailyGrossProfit">Gross profit of 24 hours.</param>
    /// <param name="outageHours">Hours without systems.</param>
    /// <param name="waitingHours">The waiting period.</param>
    /// <param name="indemnityDays">The longest time that is paid for.</param>
    /// <param name="reading">How the waiting period works.</param>
    public static decimal Loss(decimal dailyGrossProfit, decimal outageHours, decimal waitingHours, decimal indemnityDays, WaitingPeriodReading reading)
    {
        var hours = Math.Min(outageHours, 24 * indemnityDays);
        var paid = reading switch
        {
            WaitingPeriodReading.TimeDeductible => Math.Max(0, hours - waitingHours),
            WaitingPeriodReading.QualifyingPeriod => hours > waitingHours ? hours : 0,
            _ => throw new ArgumentOutOfRangeException(nameof(reading), reading, "No such reading."),
        };
        return dailyGrossProfit * paid / 24;
    }
}
