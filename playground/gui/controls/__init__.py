"""Forms built from declared settings: one editor a kind of setting, nothing written twice."""
