"""The authors' preview: the application's own pages over content as it stands, with patients made up here."""
