namespace BreachNotify.Law.Regimes;

/// <summary>Every regime beside the GDPR's family, in the order of the world tour a reader would take.</summary>
public static class OtherRegimes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Regime> All { get; } =
    [
        Nis2.Regime, Dora.Regime, Cra.Regime, LawEnforcementDirective.Regime, Telecoms.Regime, Eidas.Regime, AiAct.Regime,
        UkPecr.Regime, UkLawEnforcement.Regime,
        Hipaa.Regime, SecForm8K.Regime,
        UnitedStates.California, UnitedStates.NewYork, UnitedStates.Texas, UnitedStates.Florida, UnitedStates.Colorado, UnitedStates.Washington,
        Brazil.Regime, Canada.Regime, Australia.Regime, Singapore.Regime, India.Regime, Japan.Regime, SouthKorea.Regime, China.Regime,
    ];
}
