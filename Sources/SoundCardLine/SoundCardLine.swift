// SoundCardLine
